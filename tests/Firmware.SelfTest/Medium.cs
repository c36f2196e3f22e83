using System;
using RailHub.Firmware.Settings;

namespace RailHub.Firmware.SelfTest
{
    /// <summary>Flash of two arrays.</summary>
    internal sealed class Medium : ISettingsMedium
    {
        private byte[]? _first;
        private byte[]? _second;
        private bool _isTorn;

        /// <summary>Cuts the next write off in the middle.</summary>
        public void TearNextWrite() => _isTorn = true;

        public byte[]? Read(int place) => place == 0 ? _first : _second;

        public bool Write(int place, byte[] bytes)
        {
            var copy = new byte[_isTorn ? bytes.Length / 2 : bytes.Length];
            Array.Copy(bytes, 0, copy, 0, copy.Length);
            _isTorn = false;
            if (place == 0)
                _first = copy;
            else
                _second = copy;
            return true;
        }
    }
}
