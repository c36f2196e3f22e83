using System;
using System.Threading;
using RailHub.Firmware.Esp32.Hardware;
using RailHub.Firmware.Esp32.Wireless;
using RailHub.Firmware.Settings;

namespace RailHub.Firmware.Esp32
{
    /// <summary>The firmware of an ESP32 board.</summary>
    public static class Program
    {
        // How long a board that cannot start keeps its lamps as they were, before it tries again.
        private const int RetryPause = 60000;

        public static void Main()
        {
            var chip = new Chip();
            try
            {
                Run(chip);
            }
            catch (Exception e)
            {
                // A chip whose program has ended does nothing any more, and says nothing of it.
                chip.Write("The board cannot run, it restarts in a minute: " + e.GetType().FullName + ": " + e.Message);
            }

            Thread.Sleep(RetryPause);
            chip.Restart();
        }

        private static void Run(Chip chip)
        {
            var file = BoardFile.Read(chip);
            var profile = file.ToProfile(chip);

            // The lights are as they were before there is a network (protocol 4.8).
            var outputs = new PwmOutputs(profile, chip);
            var settings = new SafeStore(new FlashMedium(chip));
            var board = new Board(profile, outputs, settings, new FirstStart(null, null), chip.Now);

            var radio = new WifiRadio(profile, chip);
            var panel = new FrontPanel(file.LedPinOn(profile, chip));
            new BoardHost(board, chip, outputs, radio, panel).Run();
        }
    }
}
