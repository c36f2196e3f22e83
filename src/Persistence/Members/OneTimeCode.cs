using System.Security.Cryptography;
using System.Text;

namespace RailHub.Persistence;

/// <summary>Codes that people read from one screen and type at another: 60 random bits, as <c>K7QM-2FXA-9TRC</c>.</summary>
public static class OneTimeCode
{
    // 32 signs without those that are taken for one another: I and 1, O and 0.
    private const string Signs = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    private const int Length = 12;
    private const int Group = 4;

    /// <summary>Makes a new code.</summary>
    public static string Create() =>
        string.Join('-', RandomNumberGenerator.GetString(Signs, Length).Chunk(Group).Select(signs => new string(signs)));

    /// <summary>What is kept of a code. How it was typed does not matter: capitals, hyphens and spaces.</summary>
    public static byte[] Hash(string code) =>
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(code.Where(char.IsLetterOrDigit)).ToUpperInvariant()));

    /// <summary>Whether a code is the one whose hash is kept; the time that it takes says nothing.</summary>
    public static bool Fits(string code, byte[]? kept) => kept is not null && CryptographicOperations.FixedTimeEquals(Hash(code), kept);
}
