using RailHub.Firmware.Virtual;

return await BoardsCommand.Create().Parse(args).InvokeAsync();
