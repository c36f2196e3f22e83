using System.Buffers.Binary;

namespace RailHub.Persistence;

/// <summary>
/// An SQLite write-ahead log as SQLite itself reads it after a crash (sqlite.org/fileformat2.html, section 4): what is committed in it,
/// as far as checksums and salts hold.
/// </summary>
internal static class WriteAheadLog
{
    private const int HeaderSize = 32;
    private const int FrameHeaderSize = 24;
    private const int ChecksumEnd = 24; // Of the header: what its own checksum is made of.
    private const uint Magic = 0x377F0682; // The last bit says which way round checksums are made.
    private const int LargestPage = 65536;

    /// <summary>Where the log of a database is.</summary>
    public static string Of(string database) => database + "-wal";

    /// <summary>Tells a log from the one that was in the same file before; null when there is none.</summary>
    public static ulong? Salts(string database)
    {
        var header = new byte[HeaderSize];
        using var file = Open(database);
        return file is not null && file.ReadAtLeast(header, HeaderSize, throwOnEndOfStream: false) == HeaderSize ? SaltsOf(header.AsSpan(16)) : null;
    }

    /// <summary>The first pages of the database that committed transactions have put into its log, the oldest first.</summary>
    public static List<byte[]> FirstPages(string database)
    {
        using var file = Open(database);
        var header = new byte[HeaderSize];
        if (file is null || file.ReadAtLeast(header, HeaderSize, throwOnEndOfStream: false) < HeaderSize)
        {
            return [];
        }

        var (magic, pageSize, salts) = (Number(header), Number(header.AsSpan(8)), SaltsOf(header.AsSpan(16)));
        var sum = new Checksum((magic & 1) == 1);
        sum.Add(header.AsSpan(0, ChecksumEnd));
        if ((magic & ~1u) != Magic || !sum.Is(header.AsSpan(ChecksumEnd)) || pageSize is < 512 or > LargestPage)
        {
            return []; // SQLite takes it for empty.
        }

        var (committed, open) = (new List<byte[]>(), new List<byte[]>());
        var frame = new byte[FrameHeaderSize + pageSize];
        while (file.ReadAtLeast(frame, frame.Length, throwOnEndOfStream: false) == frame.Length && SaltsOf(frame.AsSpan(8)) == salts)
        {
            sum.Add(frame.AsSpan(0, 8));
            sum.Add(frame.AsSpan(FrameHeaderSize));
            if (!sum.Is(frame.AsSpan(16)))
            {
                break;
            }

            if (Number(frame) == 1)
            {
                open.Add(frame[FrameHeaderSize..]);
            }

            var isCommit = Number(frame.AsSpan(4)) != 0;
            if (isCommit)
            {
                committed.AddRange(open);
                open.Clear();
            }
        }

        return committed;
    }

    private static FileStream? Open(string database) => File.Exists(Of(database))
        ? new FileStream(Of(database), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete)
        : null;

    private static uint Number(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt32BigEndian(bytes);

    private static ulong SaltsOf(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt64BigEndian(bytes);

    // Section 4.2 there.
    private struct Checksum(bool isBigEndian)
    {
        private uint _first;
        private uint _second;

        public void Add(ReadOnlySpan<byte> bytes)
        {
            for (; bytes.Length >= 8; bytes = bytes[8..])
            {
                _first += Word(bytes) + _second;
                _second += Word(bytes[4..]) + _first;
            }
        }

        public readonly bool Is(ReadOnlySpan<byte> written) => Number(written) == _first && Number(written[4..]) == _second;

        private readonly uint Word(ReadOnlySpan<byte> bytes) => isBigEndian ? Number(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes);
    }
}
