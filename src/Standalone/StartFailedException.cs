namespace RailHub.Standalone;

/// <summary>The club cannot start, for a reason that the person who started it can do something about. The message is one line.</summary>
internal sealed class StartFailedException(string message, Exception? inner = null) : Exception(message, inner);
