using RailHub.Standalone;

return await StandaloneCommand.Create().Parse(args).InvokeAsync();
