using RailHub.Firmware.Conformance;

return await ConformanceCommand.RunAsync(args, Console.Out, Console.Error, TimeProvider.System);
