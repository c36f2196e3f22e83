namespace RailHub.Hosting;

/// <summary>A program cannot start, for a reason that the person who started it can do something about. The message is one line.</summary>
public sealed class StartFailedException(string message, Exception? inner = null) : Exception(message, inner);
