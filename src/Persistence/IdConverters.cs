using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using RailHub.Contracts;

namespace RailHub.Persistence;

// 48 bits fit a signed 64-bit column, in the order of the address.
internal sealed class MacAddressConverter() : ValueConverter<MacAddress, long>(id => (long)id.Value, value => new MacAddress((ulong)value));

internal sealed class LayoutIdConverter() : ValueConverter<LayoutId, Guid>(id => id.Value, value => new LayoutId(value));

internal sealed class SceneIdConverter() : ValueConverter<SceneId, Guid>(id => id.Value, value => new SceneId(value));

internal sealed class ChasingGroupIdConverter() : ValueConverter<ChasingGroupId, Guid>(id => id.Value, value => new ChasingGroupId(value));

internal sealed class AreaIdConverter() : ValueConverter<AreaId, Guid>(id => id.Value, value => new AreaId(value));

internal sealed class LampGroupIdConverter() : ValueConverter<LampGroupId, Guid>(id => id.Value, value => new LampGroupId(value));

internal sealed class HistoryEventIdConverter() : ValueConverter<HistoryEventId, Guid>(id => id.Value, value => new HistoryEventId(value));

internal sealed class ModuleIdConverter() : ValueConverter<ModuleId, Guid>(id => id.Value, value => new ModuleId(value));

internal sealed class ShowIdConverter() : ValueConverter<ShowId, Guid>(id => id.Value, value => new ShowId(value));

internal sealed class GuestLinkIdConverter() : ValueConverter<GuestLinkId, Guid>(id => id.Value, value => new GuestLinkId(value));
