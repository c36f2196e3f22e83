using System.Reflection;

[assembly: AssemblyTitle("RailHub.Firmware.Esp32")]
[assembly: AssemblyProduct("RailHub Platform")]
[assembly: AssemblyVersion("2.0.0.0")]
