using System.CommandLine;
using RailHub.Standalone;

// Signals are the club's: System.CommandLine would end the process two seconds after one, whatever is under way.
return await StandaloneCommand.Create().Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
