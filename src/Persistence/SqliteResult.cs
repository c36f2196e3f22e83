namespace RailHub.Persistence;

/// <summary>The primary result codes of SQLite that mean something here (sqlite.org/rescode.html).</summary>
internal enum SqliteResult
{
    Perm = 3,
    Busy = 5,
    Locked = 6,
    OutOfMemory = 7,
    ReadOnly = 8,
    IoError = 10,
    Corrupt = 11,
    Full = 13,
    CannotOpen = 14,
    Protocol = 15,
    NotADatabase = 26,
}
