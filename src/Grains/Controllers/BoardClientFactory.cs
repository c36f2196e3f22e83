using RailHub.Protocol;

namespace RailHub.Grains.Controllers;

/// <summary>Makes clients for boards, all over one HTTP handler.</summary>
internal sealed class BoardClientFactory(TimeProvider time) : IDisposable
{
    private readonly HttpClient _http = BoardClient.CreateHttpClient();

    public BoardClient Create(BoardAddress address) => new(address, _http, time);

    public void Dispose() => _http.Dispose();
}
