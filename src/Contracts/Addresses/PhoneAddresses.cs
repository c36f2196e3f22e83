namespace RailHub.Contracts;

/// <summary>By which addresses other machines of the network find a gateway.</summary>
/// <param name="Found">As <c>http://192.168.1.20:8080</c>, the likeliest first.</param>
/// <param name="Problem">Why there is none; null when there is one.</param>
public sealed record PhoneAddresses(IReadOnlyList<string> Found, AddressProblem? Problem = null);
