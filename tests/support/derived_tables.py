"""What lists and search read, as a test compares it."""

from sqlalchemy import Connection, Select, literal_column, select, text

from desktop.records.tables import DERIVED, SEARCH_TABLES


def everything_derived(connection: Connection) -> dict[str, list[tuple[object, ...]]]:
    """Every byte of the derived tables, and what stands in the contentless full-text indexes."""
    content = {table.name: [tuple(row) for row in connection.execute(select(table))] for table in DERIVED}
    for name in SEARCH_TABLES:
        connection.exec_driver_sql(
            f"CREATE VIRTUAL TABLE temp.v_{name} USING fts5vocab(main, {name}, instance)"
        )
        vocabulary: Select[tuple[object]] = select(literal_column("*")).select_from(text(f"temp.v_{name}"))
        content[name] = [tuple(row) for row in connection.execute(vocabulary)]
        connection.exec_driver_sql(f"DROP TABLE temp.v_{name}")
    return {name: sorted(rows, key=repr) for name, rows in content.items()}
