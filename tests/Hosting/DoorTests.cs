namespace RailHub.Hosting.Tests;

/// <summary>Where a program is asked on its own machine.</summary>
public sealed class DoorTests
{
    [Theory]
    [InlineData("http://127.0.0.1:8080", "http://127.0.0.1:8080/")]
    [InlineData("http://192.0.2.7:8080", "http://192.0.2.7:8080/")]
    [InlineData("http://localhost:8080", "http://localhost:8080/")]
    [InlineData("http://0.0.0.0:8080", "http://127.0.0.1:8080/")]
    [InlineData("http://[::]:8080", "http://127.0.0.1:8080/")]
    [InlineData("http://[2001:db8::1]:8080", "http://[2001:db8::1]:8080/")]
    [InlineData("http://*:8080", "http://127.0.0.1:8080/")]
    [InlineData("https://+:8443", "https://127.0.0.1:8443/")]
    [InlineData("http://*", "http://127.0.0.1/")]
    public void It_is_where_this_machine_reaches_it(string listening, string door) => Assert.Equal(door, Door.Of(listening)?.AbsoluteUri);

    [Theory]
    [InlineData("http://unix:/run/railhub.sock")]
    [InlineData("http://pipe:/railhub")]
    [InlineData("nonsense")]
    [InlineData("")]
    public void What_is_no_address_of_a_network_has_none(string listening) => Assert.Null(Door.Of(listening));
}
