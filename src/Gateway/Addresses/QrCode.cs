using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using QRCoder;

namespace RailHub.Gateway.Addresses;

/// <summary>Addresses as codes that phones read.</summary>
internal static class QrCode
{
    /// <summary>How long an address may be that a code leads to: a longer one makes a code that old phones do not read.</summary>
    public const int Longest = 200;

    /// <summary>An address as a picture (SVG).</summary>
    public static FileContentHttpResult Of(string address)
    {
        using var code = QRCodeGenerator.GenerateQrCode(address, QRCodeGenerator.ECCLevel.M);
        using var svg = new SvgQRCode(code);
        return TypedResults.Bytes(
            Encoding.UTF8.GetBytes(svg.GetGraphic(4, "#000000", "#ffffff", sizingMode: SvgQRCode.SizingMode.ViewBoxAttribute)), "image/svg+xml");
    }
}
