using System;
using System.IO;
using RailHub.Firmware.Esp32.Serving;
using RailHub.Firmware.Settings;

namespace RailHub.Firmware.Esp32.Hardware
{
    /// <summary>Settings in two files on the drive in the board's flash.</summary>
    public sealed class FlashMedium : ISettingsMedium
    {
        private readonly IHostLog _log;

        public FlashMedium(IHostLog log)
        {
            _log = log;
        }

        public byte[]? Read(int place)
        {
            try
            {
                return File.Exists(PathOf(place)) ? File.ReadAllBytes(PathOf(place)) : null;
            }
            catch (Exception e)
            {
                // Whatever is wrong with the drive, the lights start: the other place may be readable.
                _log.Write("Settings cannot be read: " + e.Message);
                return null;
            }
        }

        public bool Write(int place, byte[] bytes)
        {
            try
            {
                File.WriteAllBytes(PathOf(place), bytes);
                return true;
            }
            catch (Exception e)
            {
                _log.Write("Settings cannot be written: " + e.Message);
                return false;
            }
        }

        private static string PathOf(int place) => place == 0 ? "I:\\settings.0" : "I:\\settings.1";
    }
}
