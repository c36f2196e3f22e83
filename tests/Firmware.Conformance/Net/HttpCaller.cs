namespace RailHub.Firmware.Conformance.Net;

/// <summary>One call after the other, on a connection that is kept as long as the board keeps it: boards have few sockets.</summary>
internal sealed class HttpCaller(Func<Task<Wire>> connect, CommandCount count)
{
    private Wire? _kept;

    /// <summary>Sends a request and reads its answer.</summary>
    /// <exception cref="CheckFailure">The board does not answer.</exception>
    public async Task<HttpAnswer> CallAsync(string request)
    {
        // A connection that the board gave up between two calls says nothing about the board.
        var answer = _kept is null ? null : await TryCallAsync(_kept, request);
        if (answer is null)
        {
            HangUp();
            _kept = await connect();
            answer = await TryCallAsync(_kept, request) ?? throw new CheckFailure("an answer", "the end of the connection");
        }

        if (answer.Closes)
            HangUp();
        return answer;
    }

    /// <summary>Sends a request on this connection; null when it ends without an answer.</summary>
    public async Task<HttpAnswer?> TryCallAsync(Wire wire, string request)
    {
        await wire.SendAsync(request);
        return await AnswerAsync(wire, request);
    }

    /// <summary>Reads the answer to a request that was sent on this connection.</summary>
    public async Task<HttpAnswer?> AnswerAsync(Wire wire, string request)
    {
        var answer = await HttpAnswer.ReadAsync(wire);
        if (answer is { Status: 200 } && request.StartsWith("POST ", StringComparison.Ordinal))
            count.Add();
        return answer;
    }

    /// <summary>Gives the kept connection up, so that a board which serves one at a time is free for another.</summary>
    public void HangUp()
    {
        _kept?.Dispose();
        _kept = null;
    }
}
