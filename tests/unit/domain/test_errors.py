from desktop.domain.errors import DeskError, ErrorCode


def test_a_fault_tells_its_code_place_and_parameters_for_the_log() -> None:
    fault = DeskError(ErrorCode.FILE_INVALID, place="a.toml, dòng 3", problem="thiếu", count=2)
    assert str(fault) == "file_invalid [a.toml, dòng 3] problem=thiếu count=2"
    assert fault.params["count"] == "2"
    assert str(DeskError(ErrorCode.ILLEGAL_MOVE)) == "illegal_move"
