using RailHub.Firmware.Settings;

namespace RailHub.Firmware.Tests.Settings;

/// <summary>The power may go at any byte of a write: the old settings are there then, or the new ones, never neither.</summary>
public sealed class SafeStoreTests
{
    /// <summary>What is behind the byte at which the power went.</summary>
    public enum Leftover
    {
        Nothing,
        WhatWasThere,
        ErasedFlash,
        Zeros,
        Noise,
    }

    public static TheoryData<Leftover> Leftovers => [.. Enum.GetValues<Leftover>()];

    [Theory]
    [MemberData(nameof(Leftovers))]
    public void A_power_cut_at_any_byte_leaves_the_old_or_the_new_settings(Leftover leftover)
    {
        for (var writesBefore = 1; writesBefore <= 3; writesBefore++)
        {
            for (var cut = 0; cut <= Settings(0).Length + 8; cut++)
            {
                var medium = new TestMedium();
                var store = new SafeStore(medium);
                for (var n = 1; n <= writesBefore; n++)
                    Assert.True(store.Save(Settings(n)));

                medium.CutNextWriteAt(cut, leftover);
                store.Save(Settings(99));

                var found = new SafeStore(medium).Load();
                Assert.True(Equal(found, Settings(writesBefore)) || Equal(found, Settings(99)), $"cut at {cut} after {writesBefore}");
                if (cut == Settings(0).Length + 8)
                    Assert.Equal(Settings(99), found);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Leftovers))]
    public void A_board_whose_power_goes_again_and_again_never_goes_back_by_more_than_the_write_that_was_cut(Leftover leftover)
    {
        var random = new Random(8);
        var medium = new TestMedium();
        new SafeStore(medium).Save(Settings(0));
        byte kept = 0;

        for (byte n = 1; n < 200; n++)
        {
            var store = new SafeStore(medium);
            Assert.Equal(Settings(kept), store.Load());
            var isCut = random.Next(2) == 0;
            if (isCut)
                medium.CutNextWriteAt(random.Next(Settings(0).Length + 8), leftover);
            store.Save(Settings(n));

            var found = new SafeStore(medium).Load()!;
            Assert.True(Equal(found, Settings(n)) || (isCut && Equal(found, Settings(kept))), $"write {n}");
            kept = found[0];
        }
    }

    [Fact]
    public void The_first_write_that_is_cut_leaves_a_new_board()
    {
        var medium = new TestMedium();
        medium.CutNextWriteAt(20, Leftover.Nothing);
        new SafeStore(medium).Save(Settings(1));

        Assert.Null(new SafeStore(medium).Load());
    }

    [Fact]
    public void The_newest_settings_are_found_after_the_generations_have_wrapped_around()
    {
        var medium = new TestMedium();
        var first = new SafeStore(medium);
        first.Save(Settings(1));
        medium.SetGeneration(0, uint.MaxValue);

        var store = new SafeStore(medium);
        Assert.Equal(Settings(1), store.Load());
        store.Save(Settings(2));
        Assert.Equal(Settings(2), new SafeStore(medium).Load());
        store.Save(Settings(3));
        Assert.Equal(Settings(3), new SafeStore(medium).Load());
    }

    [Fact]
    public void A_medium_that_fails_says_so_and_the_old_settings_stay()
    {
        var medium = new TestMedium();
        var store = new SafeStore(medium);
        store.Save(Settings(1));
        store.Save(Settings(2));
        medium.IsBroken = true;
        Assert.False(store.Save(Settings(3)));
        medium.IsBroken = false;

        Assert.Equal(Settings(2), new SafeStore(medium).Load());
        Assert.True(store.Save(Settings(4)));
        Assert.Equal(Settings(4), new SafeStore(medium).Load());
    }

    private static byte[] Settings(int n) => [(byte)n, .. Enumerable.Range(0, 60).Select(i => (byte)(i * n))];

    private static bool Equal(byte[]? left, byte[] right) => left is not null && left.AsSpan().SequenceEqual(right);

    private sealed class TestMedium : ISettingsMedium
    {
        private readonly byte[]?[] _places = new byte[]?[2];
        private int _cut = int.MaxValue;
        private Leftover _leftover;

        public bool IsBroken { get; set; }

        public void CutNextWriteAt(int cut, Leftover leftover) => (_cut, _leftover) = (cut, leftover);

        public byte[]? Read(int place) => _places[place];

        public bool Write(int place, byte[] bytes)
        {
            if (IsBroken)
                return false;

            var cut = Math.Min(_cut, bytes.Length);
            var old = _places[place] ?? [];
            var random = new Random(cut);
            var rest = new byte[bytes.Length - cut];
            for (var i = 0; i < rest.Length; i++)
            {
                rest[i] = _leftover switch
                {
                    Leftover.WhatWasThere => cut + i < old.Length ? old[cut + i] : (byte)0xFF,
                    Leftover.ErasedFlash => 0xFF,
                    Leftover.Noise => (byte)random.Next(256),
                    _ => 0,
                };
            }

            _places[place] = [.. bytes.AsSpan(0, cut), .. _leftover == Leftover.Nothing ? [] : rest];
            _cut = int.MaxValue;
            return true;
        }

        /// <summary>Rewrites a place as if so many writes had been before.</summary>
        public void SetGeneration(int place, uint generation)
        {
            var bytes = _places[place]!;
            BitConverter.TryWriteBytes(bytes, generation);
            BitConverter.TryWriteBytes(bytes.AsSpan(bytes.Length - 4), ReferenceCrc32.Of(bytes.AsSpan(0, bytes.Length - 4)));
        }
    }
}
