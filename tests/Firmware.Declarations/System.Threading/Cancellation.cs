namespace System.Threading
{
    public struct CancellationToken
    {
    }

    public class CancellationTokenSource : IDisposable
    {
        public CancellationTokenSource(int millisecondsDelay) => throw null!;

        public CancellationToken Token => throw null!;

        public void Dispose() => throw null!;
    }
}
