namespace RailHub.Hosting;

/// <summary>Where a program has its certificate from. It is asked again and again, since certificates end.</summary>
public interface ICertificateSource
{
    /// <summary>Reads the certificate as it is now.</summary>
    /// <param name="now">The time.</param>
    /// <param name="changed">The certificate, when it is another one than the last time; else null.</param>
    /// <returns>Why there is none that could be used, as a sentence; null when all is well.</returns>
    string? Read(DateTimeOffset now, out ServerCertificate? changed);
}
