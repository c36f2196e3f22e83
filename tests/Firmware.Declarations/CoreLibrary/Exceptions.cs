namespace System
{
    public class Exception
    {
        public Exception() => throw null!;

        public Exception(string message) => throw null!;

        public Exception(string message, Exception innerException) => throw null!;

        public virtual string Message => throw null!;

        public Exception InnerException => throw null!;
    }

    public class SystemException : Exception
    {
        public SystemException() => throw null!;

        public SystemException(string message) => throw null!;
    }

    public class ArgumentException : SystemException
    {
        public ArgumentException() => throw null!;

        public ArgumentException(string message) => throw null!;
    }

    public class InvalidOperationException : SystemException
    {
        public InvalidOperationException() => throw null!;

        public InvalidOperationException(string message) => throw null!;
    }

    public class ObjectDisposedException : SystemException
    {
        public ObjectDisposedException(string message) => throw null!;
    }
}

namespace System.IO
{
    public class IOException : SystemException
    {
        public IOException() => throw null!;

        public IOException(string message) => throw null!;
    }
}
