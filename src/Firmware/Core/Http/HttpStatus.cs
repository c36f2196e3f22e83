namespace RailHub.Firmware.Http
{
    internal static class HttpStatus
    {
        public static string ReasonOf(int status)
        {
            switch (status)
            {
                case 200:
                    return "OK";
                case 204:
                    return "No Content";
                case 302:
                    return "Found";
                case 400:
                    return "Bad Request";
                case 404:
                    return "Not Found";
                case 413:
                    return "Content Too Large";
                case 414:
                    return "URI Too Long";
                case 431:
                    return "Request Header Fields Too Large";
                case 501:
                    return "Not Implemented";
                default:
                    return "Internal Server Error";
            }
        }
    }
}
