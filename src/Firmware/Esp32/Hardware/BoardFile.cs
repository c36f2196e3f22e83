using System;
using System.IO;
using System.Text;
using nanoFramework.Json;
using RailHub.Firmware.Esp32.Serving;
using RailHub.Firmware.Network;

namespace RailHub.Firmware.Esp32.Hardware
{
    /// <summary>What is soldered to the chip, from the file <c>I:\board.json</c>; its members carry the names in the file.</summary>
    public sealed class BoardFile
    {
        private const string Path = "I:\\board.json";

        /// <summary><c>RailHub32</c> or <c>RailHub8266</c>.</summary>
        public string Profile { get; set; } = "RailHub32";

        /// <summary>Whether the board has chasing groups; RailHub8266 always has.</summary>
        public bool ChasingGroups { get; set; }

        /// <summary>GPIO of the status LED; −1 for none. It cannot be an output's.</summary>
        public int StatusLedPin { get; set; } = -1;

        /// <summary>Reads the file; without one, or with a damaged one, the board is a plain RailHub32.</summary>
        public static BoardFile Read(IHostLog log)
        {
            try
            {
                if (File.Exists(Path))
                    return (BoardFile?)JsonConvert.DeserializeObject(ReadText(), typeof(BoardFile)) ?? new BoardFile();
            }
            catch (Exception e)
            {
                // A board with a bad file is still a board: it starts, and says so.
                log.Write(Path + " cannot be read, the board is a RailHub32: " + e.Message);
            }

            return new BoardFile();
        }

        // Editors on Windows put a byte order mark in front, which a JSON text cannot have (RFC 8259, 8.1).
        private static string ReadText()
        {
            var bytes = File.ReadAllBytes(Path);
            var start = bytes.Length >= 3 && bytes[0] == 0xEF && bytes[1] == 0xBB && bytes[2] == 0xBF ? 3 : 0;
            return Encoding.UTF8.GetString(bytes, start, bytes.Length - start);
        }

        public BoardProfile ToProfile(IHostLog log)
        {
            var profile = Profile == BoardProfile.RailHub8266.Family ? BoardProfile.RailHub8266 : BoardProfile.RailHub32;
            if (Profile != profile.Family)
                log.Write(Path + ", Profile: '" + Profile + "' is neither RailHub32 nor RailHub8266; the board is a RailHub32.");
            return ChasingGroups ? profile.WithGroups() : profile;
        }

        /// <summary>Pin of the LED, or −1 when there is none or it may not be there.</summary>
        public int LedPinOn(BoardProfile profile, IHostLog log)
        {
            if (StatusLedPin >= 0 && !StatusLed.MayUse(profile, StatusLedPin))
                log.Write(Path + ", StatusLedPin: GPIO " + StatusLedPin.ToString() + " is an output or the button; there is no LED.");
            return StatusLed.MayUse(profile, StatusLedPin) ? StatusLedPin : -1;
        }
    }
}
