from sqlcipher3 import dbapi2 as dbapi2

sqlite_version: str
