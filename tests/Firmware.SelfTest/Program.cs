using System;

namespace RailHub.Firmware.SelfTest
{
    /// <summary>Runs the self-tests wherever Core runs: on a desktop and on a board's interpreter.</summary>
    public static class Program
    {
        public static void Main() => new SelfTests(WriteLine).Run();

        private static void WriteLine(string line) => Console.WriteLine(line);
    }
}
