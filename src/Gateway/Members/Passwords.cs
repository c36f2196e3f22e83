using Microsoft.AspNetCore.Identity;
using RailHub.Contracts;
using RailHub.Persistence;

namespace RailHub.Gateway.Members;

/// <summary>
/// What passwords may be, and how they are compared. Comparing is made to be slow (Identity's PBKDF2): so only some at once, or whoever guesses
/// would leave the lamps no processor.
/// </summary>
internal sealed class Passwords(IPasswordHasher<MemberRow> hasher) : IDisposable
{
    private const int Shortest = 10;
    private const int Longest = 200;
    private const int MostWaiting = 20;

    private static readonly MemberRow s_nobody = new() { DisplayName = "" };

    private readonly SemaphoreSlim _free = new(1);
    private readonly string _nobodys = hasher.HashPassword(s_nobody, Guid.NewGuid().ToString());
    private int _waiting;

    /// <summary>Why a password is not good enough; null when it is.</summary>
    public static Refusal? Check(string? password, string userName, string displayName)
    {
        if (password is not { Length: >= Shortest and <= Longest })
        {
            return Refusal.Invalid(
                "password", RefusalCodes.PasswordWeak, $"A password has {Shortest} to {Longest} characters. Three or four words are easy to keep in mind.");
        }

        return CommonPasswords.Has(password, userName, displayName)
            ? Refusal.Invalid(
                "password", RefusalCodes.PasswordWeak, "This password is one of the first that are tried. Take three or four words that have nothing to do with each other.")
            : null;
    }

    /// <summary>What is kept of a password.</summary>
    public string Hash(MemberRow member, string password) => hasher.HashPassword(member, password);

    /// <summary>Whether it is the member's password; takes as long when there is no such member.</summary>
    /// <returns>The member to go on with, with a newer hash where the old one was made by weaker rules; a refusal when too many wait.</returns>
    public async Task<Outcome<MemberRow>> VerifyAsync(MemberRow? member, string password, Refusal wrong, CancellationToken cancellation)
    {
        if (Interlocked.Increment(ref _waiting) > MostWaiting)
        {
            Interlocked.Decrement(ref _waiting);
            return SignInTries.TooMany(5);
        }

        try
        {
            await _free.WaitAsync(cancellation);
            try
            {
                var tried = password.Length <= Longest ? password : "";
                var verified = await Task.Run(
                    () => hasher.VerifyHashedPassword(member ?? s_nobody, member?.PasswordHash ?? _nobodys, tried), cancellation);
                if (member?.PasswordHash is null || tried.Length == 0 || verified == PasswordVerificationResult.Failed)
                {
                    return wrong;
                }

                if (verified == PasswordVerificationResult.SuccessRehashNeeded)
                {
                    member.PasswordHash = Hash(member, password);
                }

                return member;
            }
            finally
            {
                _free.Release();
            }
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    public void Dispose() => _free.Dispose();
}
