using System.Text;
using RailHub.Grains.Plans;
using static RailHub.Grains.Tests.Controllers.RosterTests;

namespace RailHub.Grains.Tests.Plans;

public sealed class PictureTests
{
    // One pixel of each kind, as their encoders write it (cwebp -lossless and cwebp, libjpeg, libpng).
    internal static readonly byte[] Png = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    private static readonly byte[] s_webPLossless = Convert.FromBase64String("UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==");

    private static readonly byte[] s_webP = Convert.FromBase64String("UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA");

    // A frame of 3 x 2 with a table, a restart and a stuffed byte in its scan.
    private static readonly byte[] s_jpeg =
    [
        0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 1, 2, 0xFF, 0xC4, 0, 3, 9, 0xFF, 0xFF, 0xC0, 0, 11, 8, 0, 2, 0, 3, 1, 1, 0x11, 0,
        0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 63, 0, 0x12, 0xFF, 0x00, 0x34, 0xFF, 0xD0, 0x56, 0xFF, 0xD9,
    ];

    public static TheoryData<string, byte[], int, int> Whole => new()
    {
        { "image/png", Png, 1, 1 },
        { "image/jpeg", s_jpeg, 3, 2 },
        { "image/webp", s_webP, 1, 1 },
        { "image/webp", s_webPLossless, 1, 1 },
        { "image/webp", [.. "RIFF"u8, 30, 0, 0, 0, .. "WEBPVP8X"u8, 10, 0, 0, 0, 0, 0, 0, 0, 9, 0, 0, 4, 0, 0, .. "VP8L"u8, 0, 0, 0, 0], 10, 5 },
    };

    [Theory]
    [MemberData(nameof(Whole), DisableDiscoveryEnumeration = true)]
    public void A_picture_is_what_its_bytes_are(string contentType, byte[] bytes, int width, int height) =>
        Assert.Equal(new Picture(contentType, width, height, bytes.Length), Picture.Read(bytes).Expect());

    [Theory]
    [MemberData(nameof(Whole), DisableDiscoveryEnumeration = true)]
    public void What_follows_a_picture_does_not_belong_to_it(string contentType, byte[] bytes, int width, int height) => Assert.Equal(
        new Picture(contentType, width, height, bytes.Length),
        Picture.Read([.. bytes, .. "<script>alert(1)</script>"u8]).Expect());

    [Theory]
    [MemberData(nameof(Whole), DisableDiscoveryEnumeration = true)]
    public void A_picture_that_was_cut_off_anywhere_is_none(string contentType, byte[] bytes, int width, int height)
    {
        Assert.Equal((contentType, width, height), Picture.Read(bytes).Expect() switch { var picture => (picture.ContentType, picture.Width, picture.Height) });
        for (var length = 0; length < bytes.Length; length++)
        {
            Refused(Picture.Read(bytes.AsSpan(0, length)), RefusalKind.Invalid, RefusalCodes.PictureInvalid, null);
        }
    }

    [Theory]
    [InlineData("<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>")]
    [InlineData("<!DOCTYPE html><title>x</title>")]
    [InlineData("GIF89a")]
    [InlineData("RIFF\u0010\0\0\0WAVEfmt ........")]
    [InlineData("")]
    public void What_is_no_such_picture_is_refused(string text) =>
        Refused(Picture.Read(Encoding.UTF8.GetBytes(text)), RefusalKind.Invalid, RefusalCodes.PictureInvalid, null);

    [Fact]
    public void Any_bytes_are_read_without_harm()
    {
        byte[][] seeds = [Png, s_jpeg, s_webP, s_webPLossless];
        var random = new Random(7);
        for (var round = 0; round < 20_000; round++)
        {
            byte[] bytes = [.. seeds[random.Next(seeds.Length)]];
            for (var change = random.Next(1, 4); change > 0; change--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            if (Picture.Read(bytes).Value is { } picture)
            {
                Assert.InRange(picture.Length, 1, bytes.Length);
                Assert.InRange((long)picture.Width * picture.Height, 1, Picture.MostPixels);
            }
        }
    }

    [Fact]
    public void A_picture_that_is_too_large_says_how_large_it_may_be()
    {
        byte[] wide = [.. Png];
        (wide[16], wide[17], wide[18], wide[19]) = (0, 0, 0x80, 0);
        (wide[20], wide[21], wide[22], wide[23]) = (0, 0, 0x80, 0);
        Refused(Picture.Read(wide), RefusalKind.Invalid, RefusalCodes.PictureTooLarge, null);
        Refused(Picture.Read(new byte[Picture.MostBytes + 1]), RefusalKind.Invalid, RefusalCodes.PictureTooLarge, null);
    }
}
