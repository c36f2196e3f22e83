# The images of the platform: standalone, silo, gateway, boards.
#
#   docker build --target gateway -t railhub-gateway .
#   docker buildx build --platform linux/arm64 --target standalone -t railhub-standalone .
#
# Nobody in them is root, and nothing is written but /tmp and, of standalone, /data: the root may be read-only (docs/operations.md).

ARG DOTNET=10.0
# No shell and no package manager. "extra" has ICU, without which letters that look the same are different names, and time zones.
ARG DISTRIBUTION=noble

# --- The programs, compiled where the build runs, for the machine that the image is for ----------------------------------------------

FROM --platform=${BUILDPLATFORM} mcr.microsoft.com/dotnet/sdk:${DOTNET}-${DISTRIBUTION} AS published
ARG TARGETARCH
WORKDIR /railhub

# What names packages, before what is edited every day: restored once for all edits.
COPY .editorconfig BannedSymbols.txt Directory.Build.props Directory.Build.targets Directory.Packages.props global.json ./
COPY src/Contracts/RailHub.Contracts.csproj src/Contracts/
COPY src/Firmware/Core/RailHub.Firmware.Core.csproj src/Firmware/Core/
COPY src/Firmware/Virtual/RailHub.Firmware.Virtual.csproj src/Firmware/Virtual/
COPY src/Gateway/RailHub.Gateway.csproj src/Gateway/
COPY src/Grains/RailHub.Grains.csproj src/Grains/
COPY src/Grains/Abstractions/RailHub.Grains.Abstractions.csproj src/Grains/Abstractions/
COPY src/Hosting/RailHub.Hosting.csproj src/Hosting/
COPY src/Persistence/RailHub.Persistence.csproj src/Persistence/
COPY src/Protocol/RailHub.Protocol.csproj src/Protocol/
COPY src/Silo/RailHub.Silo.csproj src/Silo/
COPY src/Hosts.props src/
COPY src/Standalone/RailHub.Standalone.csproj src/Standalone/
COPY src/Web/RailHub.Web.csproj src/Web/
# Whoever has packages from elsewhere gives a file for it: docker build --secret id=nuget,src=NuGet.Config
RUN --mount=type=secret,id=nuget,target=/root/.nuget/NuGet/NuGet.Config \
    dotnet restore src/Standalone -a ${TARGETARCH} && dotnet restore src/Web

COPY src src
# What the programs say of themselves; any text.
ARG VERSION=0.0.0
# One after the other: what several programs share is compiled once.
RUN --mount=type=secret,id=nuget,target=/root/.nuget/NuGet/NuGet.Config \
    for program in Standalone Silo Gateway Firmware/Virtual; do \
      dotnet publish src/${program} -c Release -a ${TARGETARCH} --no-restore -o /out/${program##*/} \
        -p:UseAppHost=false -p:PublishDocumentationFiles=false "-p:InformationalVersion=${VERSION}" || exit 1; \
    done
RUN mkdir /empty

# --- What all images share -----------------------------------------------------------------------------------------------------------

FROM mcr.microsoft.com/dotnet/aspnet:${DOTNET}-${DISTRIBUTION}-chiseled-extra AS program
ARG VERSION=0.0.0
ARG REVISION=unknown
LABEL org.opencontainers.image.vendor="The RailHub Platform authors" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
WORKDIR /app
COPY LICENSE ./
# "app" of the base images; by its number, so that Kubernetes sees that it is not root.
USER 1654

# --- A whole club in one process -----------------------------------------------------------------------------------------------------

FROM program AS standalone
LABEL org.opencontainers.image.title="RailHub standalone" \
      org.opencontainers.image.description="A whole club in one process: silo, gateway, dashboard and SQLite"
COPY --from=published /out/Standalone ./
ENV Telemetry__Logs=json
COPY --from=published --chown=1654:1654 /empty /data
VOLUME /data
EXPOSE 8080 9464
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s CMD ["dotnet", "RailHub.Standalone.dll", "health", "--urls", "http://127.0.0.1:8080"]
ENTRYPOINT ["dotnet", "RailHub.Standalone.dll", "--data", "/data", "--urls", "http://*:8080"]

# --- A silo: owns boards -------------------------------------------------------------------------------------------------------------

FROM program AS silo
LABEL org.opencontainers.image.title="RailHub silo" \
      org.opencontainers.image.description="Owns boards and the club; any number of them find each other in Postgres"
COPY --from=published /out/Silo ./
# The base image's own way to say it, so that it does not warn of two.
ENV ASPNETCORE_HTTP_PORTS=8080
ENV Telemetry__Logs=json
EXPOSE 8080 9464 11111 30000
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s CMD ["dotnet", "RailHub.Silo.dll", "health"]
ENTRYPOINT ["dotnet", "RailHub.Silo.dll"]

# --- A gateway: serves people --------------------------------------------------------------------------------------------------------

FROM program AS gateway
LABEL org.opencontainers.image.title="RailHub gateway" \
      org.opencontainers.image.description="Serves people: REST API, hub and dashboard"
COPY --from=published /out/Gateway ./
ENV ASPNETCORE_HTTP_PORTS=8080
ENV Telemetry__Logs=json
EXPOSE 8080 9464
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s CMD ["dotnet", "RailHub.Gateway.dll", "health"]
ENTRYPOINT ["dotnet", "RailHub.Gateway.dll"]

# --- Virtual boards, to look at a club without any -----------------------------------------------------------------------------------

FROM program AS boards
LABEL org.opencontainers.image.title="RailHub virtual boards" \
      org.opencontainers.image.description="Boards made of numbers, each on two ports"
COPY --from=published /out/Virtual ./
EXPOSE 8100-8123
HEALTHCHECK --interval=30s --timeout=10s --start-period=15s CMD ["dotnet", "RailHub.Firmware.Virtual.dll", "health", "--listen", "0.0.0.0"]
ENTRYPOINT ["dotnet", "RailHub.Firmware.Virtual.dll", "--listen", "0.0.0.0"]
CMD ["--railhub32", "8", "--railhub8266", "4"]
