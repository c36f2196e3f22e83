using RailHub.Firmware.Text;

namespace RailHub.Firmware.Outputs
{
    /// <summary>One output: what was asked of it, and the light it gives now (protocol 4.1).</summary>
    public sealed class Output
    {
        /// <summary>Value of <see cref="Group"/> for an output that is in no chasing group.</summary>
        public const int NoGroup = -1;

        internal Output(int pin)
        {
            Pin = pin;
        }

        /// <summary>GPIO number: the key of the output in every call.</summary>
        public int Pin { get; }

        /// <summary>The last wish for it, not its light: it stays true in the dark phases of blinking and chasing.</summary>
        public bool Active { get; internal set; }

        /// <summary>Brightness as the PWM channel takes it, 0..255. Kept while the output is off.</summary>
        public byte Raw { get; internal set; } = 255;

        /// <summary>Brightness in percent, 0..100.</summary>
        public int Percent => Brightness.ToPercent(Raw);

        /// <summary>Blink interval in milliseconds; 0 is steady.</summary>
        public uint Interval { get; internal set; }

        /// <summary>Custom name in UTF-8; empty when there is none.</summary>
        public byte[] Name { get; internal set; } = NameText.None;

        /// <summary>Id of the chasing group that owns the output, or <see cref="NoGroup"/>.</summary>
        public int Group { get; internal set; } = NoGroup;

        /// <summary>The light it gives now: 0 dark to 255 full.</summary>
        public byte Level { get; internal set; }

        /// <summary>Whether the light toggles every <see cref="Interval"/>.</summary>
        public bool Blinks => Active && Interval > 0 && Group == NoGroup;

        /// <summary>While it blinks: whether this is the lit phase.</summary>
        internal bool IsLitPhase { get; set; }

        /// <summary>While it blinks: when the phase ends, in milliseconds.</summary>
        internal long PhaseEnd { get; set; }
    }
}
