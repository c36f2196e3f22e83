using RailHub.Firmware.Text;

namespace RailHub.Firmware.Status
{
    /// <summary>A shape of the status document: the same facts, in the members and the order of one firmware.</summary>
    public interface IStatusDocument
    {
        /// <summary>Adds the status of this moment as compact JSON; <paramref name="now"/> in milliseconds of the host's clock.</summary>
        void Write(Board board, ByteBuffer target, long now);
    }
}
