using RailHub.Firmware.Esp32.Hardware;
using RailHub.Firmware.Esp32.Wireless;
using RailHub.Firmware.Settings;

namespace RailHub.Firmware.Esp32
{
    /// <summary>The firmware of an ESP32 board.</summary>
    public static class Program
    {
        public static void Main()
        {
            var chip = new Chip();
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
