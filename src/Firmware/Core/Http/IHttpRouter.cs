namespace RailHub.Firmware.Http
{
    /// <summary>Answers whole requests.</summary>
    public interface IHttpRouter
    {
        /// <summary>Answers a request at a time of the host's clock, in milliseconds.</summary>
        void Answer(HttpRequest request, HttpResponse response, long now);
    }
}
