using System.Buffers.Binary;
using RailHub.Contracts;

namespace RailHub.Grains.Plans;

/// <summary>A picture as its own bytes say it is: what it is called, or what the sender says, does not count.</summary>
/// <param name="ContentType">Its media type.</param>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
/// <param name="Length">How many of the bytes belong to it: what follows is somebody else's.</param>
internal sealed record Picture(string ContentType, int Width, int Height, int Length)
{
    public const int MostBytes = 4 * 1024 * 1024;

    // Four bytes each in the memory of a phone.
    public const int MostPixels = 40_000_000;

    private static ReadOnlySpan<byte> PngStart => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>Reads a whole PNG, JPEG or WebP; a refusal says why it is none.</summary>
    public static Outcome<Picture> Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > MostBytes)
        {
            return new Refusal(
                RefusalKind.Invalid, RefusalCodes.PictureTooLarge, $"A picture has {MostBytes / 1024 / 1024} MB at most. Make it smaller, or save it as JPEG or WebP.");
        }

        var picture = bytes.StartsWith(PngStart) ? ReadPng(bytes) : bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8]) ? ReadJpeg(bytes) : ReadWebP(bytes);
        return picture is not { Width: > 0, Height: > 0 }
            ? new Refusal(RefusalKind.Invalid, RefusalCodes.PictureInvalid, "This is no whole PNG, JPEG or WebP picture.")
            : (long)picture.Width * picture.Height > MostPixels
                ? new Refusal(
                    RefusalKind.Invalid,
                    RefusalCodes.PictureTooLarge,
                    $"A picture has {MostPixels / 1_000_000} million pixels at most; this one has {picture.Width} x {picture.Height}. Make it smaller.")
            : picture;
    }

    // PNG, third edition: a signature, then chunks of length, type, data and checksum, from IHDR to IEND.
    private static Picture? ReadPng(ReadOnlySpan<byte> bytes)
    {
        const int Frame = 12;
        int width = 0, height = 0;
        var hasData = false;
        for (var at = PngStart.Length; at <= bytes.Length - Frame;)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(bytes[at..]);
            if (length > bytes.Length - at - Frame)
            {
                return null;
            }

            var type = bytes.Slice(at + 4, 4);
            var data = bytes.Slice(at + 8, (int)length);
            if (at == PngStart.Length != type.SequenceEqual("IHDR"u8))
            {
                return null;
            }

            if (type.SequenceEqual("IHDR"u8))
            {
                if (length != 13)
                {
                    return null;
                }

                (width, height) = (BinaryPrimitives.ReadInt32BigEndian(data), BinaryPrimitives.ReadInt32BigEndian(data[4..]));
            }

            hasData |= type.SequenceEqual("IDAT"u8);
            at += Frame + (int)length;
            if (type.SequenceEqual("IEND"u8))
            {
                return hasData ? new Picture("image/png", width, height, at) : null;
            }
        }

        return null;
    }

    // ITU T.81, annex B: markers, most of them with a length; after a start of scan coded data up to the next marker that is no restart.
    private static Picture? ReadJpeg(ReadOnlySpan<byte> bytes)
    {
        const byte EndOfImage = 0xD9, StartOfScan = 0xDA;
        int width = 0, height = 0;
        var hasScan = false;
        for (var at = 2; at <= bytes.Length - 2;)
        {
            if (bytes[at] != 0xFF)
            {
                return null;
            }

            var marker = bytes[at + 1];
            if (marker == 0xFF)
            {
                // Fill bytes may stand before a marker.
                at++;
                continue;
            }

            at += 2;
            if (marker == EndOfImage)
            {
                return hasScan ? new Picture("image/jpeg", width, height, at) : null;
            }

            if (marker is 0x00 or 0x01 or (>= 0xD0 and <= 0xD8) || at > bytes.Length - 2)
            {
                return null;
            }

            var length = BinaryPrimitives.ReadUInt16BigEndian(bytes[at..]);
            if (length < 2 || length > bytes.Length - at)
            {
                return null;
            }

            // Start of frame, of whatever coding; C4, C8 and CC in between are tables.
            if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
            {
                if (length < 8 || width > 0)
                {
                    return null;
                }

                (height, width) = (BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 3)..]), BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 5)..]));
            }

            at += length;
            if (marker == StartOfScan)
            {
                hasScan = true;
                while (at < bytes.Length - 1 && (bytes[at] != 0xFF || bytes[at + 1] is 0x00 or (>= 0xD0 and <= 0xD7)))
                {
                    at++;
                }
            }
        }

        return null;
    }

    // RFC 9649: a RIFF file of chunks; the first one tells the size.
    private static Picture? ReadWebP(ReadOnlySpan<byte> bytes)
    {
        const int Header = 12, Chunk = 8;
        if (bytes.Length < Header + Chunk + 10 || !bytes.StartsWith("RIFF"u8) || !bytes[8..].StartsWith("WEBP"u8)
            || BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]) is var riff && (riff % 2 != 0 || riff > bytes.Length - 8))
        {
            return null;
        }

        var length = 8 + (int)BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
        var hasData = false;
        var at = Header;
        while (at <= length - Chunk)
        {
            var size = BinaryPrimitives.ReadUInt32LittleEndian(bytes[(at + 4)..]);
            if (size > length - at - Chunk)
            {
                return null;
            }

            var type = bytes.Slice(at, 4);
            hasData |= type.SequenceEqual("VP8 "u8) || type.SequenceEqual("VP8L"u8) || type.SequenceEqual("ANMF"u8);
            at += Chunk + (int)size + ((int)size & 1);
        }

        if (at != length || !hasData)
        {
            return null;
        }

        var first = bytes[(Header + Chunk)..];
        return bytes.Slice(Header, 4) switch
        {
            var type when type.SequenceEqual("VP8X"u8) => new Picture("image/webp", 1 + Read24(first[4..]), 1 + Read24(first[7..]), length),
            var type when type.SequenceEqual("VP8L"u8) && first[0] == 0x2F && BinaryPrimitives.ReadUInt32LittleEndian(first[1..]) is var size =>
                new Picture("image/webp", 1 + (int)(size & 0x3FFF), 1 + (int)((size >> 14) & 0x3FFF), length),
            var type when type.SequenceEqual("VP8 "u8) && first[3..].StartsWith((ReadOnlySpan<byte>)[0x9D, 0x01, 0x2A]) => new Picture(
                "image/webp",
                BinaryPrimitives.ReadUInt16LittleEndian(first[6..]) & 0x3FFF,
                BinaryPrimitives.ReadUInt16LittleEndian(first[8..]) & 0x3FFF,
                length),
            _ => null,
        };
    }

    private static int Read24(ReadOnlySpan<byte> bytes) => bytes[0] | (bytes[1] << 8) | (bytes[2] << 16);
}
