using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace RailHub.Gateway.Members;

/// <summary>What a program sends: a prefix that scanners for secrets find, and 256 random bits.</summary>
internal static class TokenSecret
{
    private const string Prefix = "railhub_";
    private const int Bytes = 32;

    public static string Create() => Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));

    public static byte[] Hash(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));
}
