using System.Net;
using RailHub.Gateway.Security;

namespace RailHub.Gateway.Tests.Security;

public sealed class HostNamesTests
{
    private readonly HostNames _names = new(new GatewayOptions
    {
        HostNames = "railway.club, Müller-Bahn.example.",
        Listens = ["http://club-pi.example:8080", "http://*:8081", "https://192.168.1.7", "nonsense"],
    });

    public static TheoryData<string> OfTheMachine =>
        [Dns.GetHostName(), Dns.GetHostName().ToUpperInvariant(), $"{Dns.GetHostName()}.", $"{Dns.GetHostName().Split('.')[0]}.local"];

    [Theory]
    [MemberData(nameof(OfTheMachine))]
    public void The_machines_own_names_are_known(string host) => Assert.True(_names.Has(host));

    [Theory]
    [InlineData("localhost")]
    [InlineData("LocalHost.")]
    [InlineData("127.0.0.1")]
    [InlineData("192.168.1.20")]
    [InlineData("[::1]")]
    [InlineData("[fe80::1]")]
    [InlineData("[fe80::1%eth0]")]
    [InlineData("railway.club")]
    [InlineData("RAILWAY.Club")]
    [InlineData("railway.club.")]
    [InlineData("müller-bahn.example")]
    [InlineData("MÜLLER-BAHN.example.")]
    [InlineData("mu\u0308ller-bahn.example")]
    [InlineData("xn--mller-bahn-9db.example")]
    [InlineData("XN--MLLER-BAHN-9DB.EXAMPLE")]
    [InlineData("Club-Pi.example")]
    public void Addresses_and_names_that_were_given_are_known(string host) => Assert.True(_names.Has(host));

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("evil.example")]
    [InlineData("railway.club.evil.example")]
    [InlineData("www.railway.club")]
    [InlineData("club")]
    [InlineData("railway.club..")]
    [InlineData("192.168.1.20.evil.example")]
    [InlineData("localhost.evil.example")]
    [InlineData("muller-bahn.example")]
    [InlineData("a b")]
    [InlineData("*")]
    [InlineData("nonsense")]
    public void Other_names_are_not(string host) => Assert.False(_names.Has(host));

    [Theory]
    [InlineData("", false)]
    [InlineData("railway.club", false)]
    [InlineData(" railway.club , müller.example,", false)]
    [InlineData("railway.club:8080", true)]
    [InlineData("http://railway.club", true)]
    [InlineData("*.railway.club", true)]
    [InlineData("rail way", true)]
    public void What_is_no_host_name_is_said_at_the_start(string names, bool isWrong) =>
        Assert.Equal(isWrong, new GatewayOptions { HostNames = names }.Check() is not null);
}
