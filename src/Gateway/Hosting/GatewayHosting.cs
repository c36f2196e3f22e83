using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Configuration;
using RailHub.Gateway.Addresses;
using RailHub.Gateway.Areas;
using RailHub.Gateway.Chasing;
using RailHub.Gateway.Claims;
using RailHub.Gateway.Controllers;
using RailHub.Gateway.Dashboards;
using RailHub.Gateway.Desks;
using RailHub.Gateway.Exchange;
using RailHub.Gateway.Finding;
using RailHub.Gateway.Guests;
using RailHub.Gateway.History;
using RailHub.Gateway.Lamps;
using RailHub.Gateway.Layouts;
using RailHub.Gateway.Members;
using RailHub.Gateway.Plans;
using RailHub.Gateway.Problems;
using RailHub.Gateway.Scenes;
using RailHub.Gateway.Screens;
using RailHub.Gateway.Search;
using RailHub.Gateway.Security;
using RailHub.Gateway.Shows;
using RailHub.Hosting;
using Scalar.AspNetCore;

namespace RailHub.Gateway.Hosting;

/// <summary>The gateway: the same parts whether it is a process of its own or lives in one with the silo.</summary>
public static class GatewayHosting
{
    // The server's own switch.
    private const string BelieveAll = "ForwardedHeaders_Enabled";

    /// <summary>Adds all that a gateway needs but the Orleans client and the club's database.</summary>
    public static WebApplicationBuilder AddRailHubGateway(this WebApplicationBuilder builder, GatewayOptions options)
    {
        if (builder.Configuration[BelieveAll] is { } believed && bool.TryParse(believed, out var all) && all)
        {
            throw new StartFailedException(
                $"ASPNETCORE_{BelieveAll.ToUpperInvariant()} makes the server believe whatever anybody says of his address. Leave it out, and name the proxies (Gateway:Proxies, --proxies).");
        }

        builder.AddServiceDefaults();

        // It says at each start that keys are kept as they are: docs/security.md says what follows.
        builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);

        // What anybody brings back from a provider that is not right is an error to it, with a stack; ours is a line.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Authentication.OpenIdConnect", LogLevel.Critical);
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(options);
        builder.Services.AddCallers();
        builder.Services.AddRights();
        builder.Services.AddMembers(options.OpenId);
        builder.Services.AddHistory();
        builder.Services.AddProblemDetails();
        builder.Services.AddExceptionHandler<RequestFailures>();
        builder.Services.Configure<RouteHandlerOptions>(handlers => handlers.ThrowOnBadRequest = true);
        builder.Services.ConfigureHttpJsonOptions(json => RequestJson.Configure(json.SerializerOptions));
        builder.Services.AddApiDescription();

        builder.Services.AddSingleton<ClusterWays>();
        builder.Services.AddSingleton<IClusterConnectionStatusObserver>(provider => provider.GetRequiredService<ClusterWays>());
        builder.Services.AddSingleton<ClubDoor>();
        builder.Services.AddSingleton<ClaimDoor>();
        builder.Services.AddHostedService<ClaimWatch>();
        builder.Services.AddSingleton<LiveCommands>();
        builder.Services.AddGuests();
        builder.Services.AddSearch();
        builder.Services.AddAddresses();
        builder.Services.AddScoped<ScreenDoor>();
        builder.Services.AddSingleton<GatewayInstruments>();

        // Orleans waits for 30 s. No grain's answer takes longer than this when all is well: the slowest is a board that is added, which may
        // take six seconds to say who it is, and four more to be written down.
        builder.Services.Configure<ClientMessagingOptions>(messaging => messaging.ResponseTimeout = LiveCommands.Limit);
        builder.Services.AddHealthChecks().AddCheck<ReadyCheck>("club", tags: [ServiceDefaults.Ready]);
        builder.Services.AddDashboards();
        builder.Services.AddSingleton<DashboardPage>();
        if (options.ClusterDashboard)
        {
            builder.AddClusterDashboard();
        }

        return builder;
    }

    /// <summary>Maps API, hub, health and dashboard.</summary>
    public static WebApplication MapRailHubGateway(this WebApplication app)
    {
        app.Use(app.Services.GetRequiredService<SecurityHeaders>().AddAsync);
        app.UseExceptionHandler();
        app.UseStatusCodePages(context => Problem.Of(context.HttpContext.Response.StatusCode).ExecuteAsync(context.HttpContext));
        app.Services.GetRequiredService<Callers>().Use(app);
        app.UseAuthentication();
        app.UseAuthorization();
        app.Use(JsonCharset.CheckAsync);
        app.Use(CallerAddress.TellAsync);
        app.Use(RetryAfter.TellAsync);

        // Who may enter, and who did what, is not asked of the club's grains, and stays known while they are away.
        var entry = app.MapGroup("/api").AddEndpointFilter(app.Services.GetRequiredService<CallLimit>()).AnswerHead();
        var hasProvider = app.Services.GetRequiredService<GatewayOptions>().OpenId is not null;
        entry.MapSessions(hasProvider);
        entry.MapOwnAccount(hasProvider);
        entry.MapMembers();
        entry.MapScreens();
        entry.MapAudit();
        entry.MapAddresses();

        var api = app.MapGroup("/api")
            .AddEndpointFilter(app.Services.GetRequiredService<CallLimit>())
            .AddEndpointFilter(app.Services.GetRequiredService<ClubDoor>())
            .AnswerHead();
        api.MapLayouts();
        api.MapSearch();
        api.MapControllers();
        api.MapFinding();
        api.MapScenes();
        api.MapChasingGroups();
        api.MapShows();
        api.MapDesks();
        api.MapClaims();
        api.MapGuests();
        api.MapAreas();
        api.MapLamps();
        api.MapHistory();
        api.MapPlans();
        api.MapExchange();

        app.MapDashboards();
        app.MapOpenApi().AnswerHead();
        app.MapScalarApiReference("/docs", reference => reference
            .WithTitle("RailHub Platform API").WithNonce().DisableDefaultFonts().DisableTelemetry()).AnswerHead();
        app.MapHealth();
        if (app.Services.GetRequiredService<GatewayOptions>().ClusterDashboard)
        {
            app.MapClusterDashboard();
        }

        app.MapDashboardFiles();
        return app;
    }
}
