namespace RailHub.Persistence;

/// <summary>
/// The club's database cannot be used. The message is one line for the person who started the program: what is wrong, where, and what helps.
/// Whether waiting may help is what <see cref="DatabaseErrors.IsAway"/> says of this exception.
/// </summary>
public sealed class DatabaseUnusableException(string message, Exception? innerException = null) : Exception(message, innerException);
