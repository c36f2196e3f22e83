using System.Collections.Frozen;

namespace RailHub.Gateway.Members;

/// <summary>
/// What guessers try first: well-known words, names of this trade and of the member, with digits and signs around them or in the place of
/// letters, and rows of keys.
/// </summary>
internal static class CommonPasswords
{
    private static readonly FrozenSet<string> s_words =
        """
        abc abcd abcde abcdef abcdefg abcdefgh abcdefghij admin administrateur administrator alexander anlage apple asdf asdfasdf
        asdfghjkl autumn azerty azertyuiop bachmann bahnhof baseball basketball batman battery benvenuto besitzer bienvenue birthday
        blumen bonjour butterfly changeme charlie chocolate ciao club clubheim computer contrasena contraseña cookie correct
        correcthorsebatterystaple dampflok daniel default dragon einszweidrei eisenbahn facebook februar fleischmann flower football
        freedom fruehling frühling fussball fußball geburtstag geheim google guest hallo halloduda hello hellothere herbst hornby horse
        hunter ichliebedich iloveyou internet januar jennifer jessica juventus kennwort layout letmein liebling lionel login lokomotive
        maerklin master member michael michelle mitglied modellbahn modelleisenbahn modelleisenbahnclub modelrailroad modelrailway
        monkey motdepasse märklin onetwothree operator owner p@ssw0rd p@ssword pa$$word pass passphrase passw0rd password passwort
        passwrd piko pokemon princess prinzessin qaz qazwsxedc qwerty qwertyuiop qwertz qwertzuiop railhub railroad railway railways
        ranger roco root samsung schatz schmetterling schokolade secret segreto shadow soleil sommer sonnenschein spielzeug spring
        staple starwars summer sunshine superman superuser test tester testtest thomas trains trainset trix trustno user username verein
        vereinsheim welcome whatever willkommen winter wsx xsw yxcvbnm zaq zxcvbnm
        """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToFrozenSet();

    private static readonly string[] s_rows =
    [
        "abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiopasdfghjklzxcvbnm", "qwertzuiopasdfghjklyxcvbnm", "azertyuiopqsdfghjklmwxcvbn",
        "1qaz2wsx3edc4rfv5tgb6yhn7ujm", "1q2w3e4r5t6y7u8i9o0p",
    ];

    /// <summary>Whether a password is one of them.</summary>
    public static bool Has(string password, string userName, string displayName)
    {
        var small = password.ToLowerInvariant();
        var word = Core(small);
        return small.Distinct().Count() <= 3
            || IsRow(small)
            || IsRepeated(small)
            || word.Length < 4
            || s_words.Contains(word)
            || s_words.Contains(Core(Plain(small)))
            || IsMadeOf(word, userName)
            || IsMadeOf(word, displayName)
            || displayName.Split(' ').Any(part => IsMadeOf(word, part));
    }

    private static bool IsMadeOf(string word, string name) => Core(name.ToLowerInvariant()) is { Length: >= 3 } own
        && word.Replace(own, "", StringComparison.Ordinal) is var rest && rest.Length < word.Length && (rest.Length < 4 || s_words.Contains(rest));

    // Without what is put around a word to satisfy a rule.
    private static string Core(string password) => string.Concat(password.Where(char.IsLetter));

    private static string Plain(string password) => password
        .Replace('0', 'o').Replace('1', 'l').Replace('3', 'e').Replace('4', 'a').Replace('5', 's').Replace('7', 't').Replace('@', 'a').Replace('$', 's').Replace('!', 'i');

    private static bool IsRow(string password) =>
        Array.Exists(s_rows, row => (row + row).Contains(password, StringComparison.Ordinal)
            || (row + row).Contains(new string([.. password.Reverse()]), StringComparison.Ordinal));

    private static bool IsRepeated(string password) =>
        Enumerable.Range(1, password.Length / 2).Any(length => password.Length % length == 0
            && string.Concat(Enumerable.Repeat(password[..length], password.Length / length)) == password);
}
