using RailHub.Contracts;
using RailHub.Web.Shell;

namespace RailHub.Web.Members;

/// <summary>What is wrong with a form, field by field: what was found before it was sent, or what the gateway refused.</summary>
public sealed class FormProblems
{
    private readonly Dictionary<string, string> _fields = new(StringComparer.Ordinal);

    /// <summary>What belongs to none of the form's fields; null when nothing does.</summary>
    public string? Whole { get; private set; }

    /// <summary>What is wrong with a field; null when nothing is.</summary>
    /// <param name="field">The field, as the contracts name it in camel case.</param>
    public string? this[string field] => _fields.GetValueOrDefault(field);

    /// <summary>Forgets what was wrong before, and looks whether the form can be sent.</summary>
    /// <param name="checks">Every field with what is wrong with it.</param>
    public bool Allow(params ReadOnlySpan<(string Field, string? Problem)> checks)
    {
        Whole = null;
        _fields.Clear();
        foreach (var (field, problem) in checks)
        {
            if (problem is not null)
            {
                _fields.Add(field, problem);
            }
        }

        return _fields.Count == 0;
    }

    /// <summary>Takes a refusal; it is told at its field, where the form has that.</summary>
    /// <param name="refusal">The refusal.</param>
    /// <param name="fields">The fields of the form.</param>
    public void Take(Refusal refusal, params ReadOnlySpan<string> fields)
    {
        var text = Words.Of(refusal);
        if ((refusal.Field ?? FieldOf(refusal.Code)) is { } field && fields.Contains(field))
        {
            _fields[field] = text;
        }
        else
        {
            Whole = text;
        }
    }

    private static string? FieldOf(string code) => code switch
    {
        RefusalCodes.CodeInvalid => "code",
        RefusalCodes.UserNameInvalid or RefusalCodes.UserNameTaken => "userName",
        RefusalCodes.DisplayNameInvalid => "displayName",
        RefusalCodes.PasswordWeak => "password",
        RefusalCodes.PasswordWrong => "current",
        RefusalCodes.TokenNameInvalid or RefusalCodes.TokenNameTaken or RefusalCodes.PasskeyNameInvalid => "name",
        RefusalCodes.ExpiryInvalid => "expiresAt",
        _ => null,
    };
}
