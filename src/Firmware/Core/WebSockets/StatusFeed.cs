using RailHub.Firmware.Status;
using RailHub.Firmware.Text;

namespace RailHub.Firmware.WebSockets
{
    /// <summary>
    /// Tells all WebSocket clients the status: periodically, when one joins, and at once when something was changed
    /// (protocol 3.3). Changes that come in a flood are told together. It also turns the clock of the board, so that a host needs one timer.
    /// A status is written once for all clients; one that reads slowly finds the newest when it is ready, and holds up nobody.
    /// </summary>
    public sealed class StatusFeed
    {
        /// <summary>Most connections at a time, whether they are open yet or not (protocol 3.2).</summary>
        public const int SlotCount = 5;

        /// <summary>Period of the status in milliseconds.</summary>
        public const int Period = 500;

        /// <summary>
        /// Shortest time from one status to the next that is told for a change, in milliseconds: lights and answers do not wait for
        /// the texts of a flood. A change after a quiet time is told at once.
        /// </summary>
        public const int ChangePause = 100;

        private const int HeaderSize = 4;

        private readonly Board _board;
        private readonly IStatusDocument _status;
        private readonly int _period;
        private readonly WebSocketConnection?[] _slots = new WebSocketConnection?[SlotCount];
        private readonly ByteBuffer _frame;
        private long _nextPeriodic;
        private long _nextChange;

        public StatusFeed(Board board, IStatusDocument status, int period, long now)
        {
            _board = board;
            _status = status;
            _period = period;
            _nextPeriodic = now + period;
            _nextChange = now;
            _frame = new ByteBuffer(HeaderSize + SeedStatusDocument.LongestOf(board.Profile));
        }

        /// <summary>The board's <see cref="ChangePause"/>; 0 tells every change at once.</summary>
        public int PauseAfterChange { get; set; } = ChangePause;

        /// <summary>Most bytes that <see cref="TakeOutput"/> gives at once, for a host's buffer.</summary>
        public int LongestOutput => WebSocketConnection.LongestWaiting + _frame.Bytes.Length;

        /// <summary>How many clients hear the status now.</summary>
        public int OpenCount
        {
            get
            {
                var count = 0;
                for (var i = 0; i < SlotCount; i++)
                {
                    var connection = _slots[i];
                    if (connection != null && connection.IsOpen)
                        count++;
                }

                return count;
            }
        }

        /// <summary>Takes a slot for a connection; null when all are taken and the host is to close it at once.</summary>
        public WebSocketConnection? Accept(long now)
        {
            for (var i = 0; i < SlotCount; i++)
            {
                if (_slots[i] == null)
                    return _slots[i] = new WebSocketConnection(now);
            }

            return null;
        }

        /// <summary>Gives the slot of a connection free. The host calls it when the connection is gone, once or more.</summary>
        public void Release(WebSocketConnection connection)
        {
            for (var i = 0; i < SlotCount; i++)
            {
                if (_slots[i] == connection)
                    _slots[i] = null;
            }
        }

        /// <summary>Takes in what a client has sent. A client that has just joined has the status sent to all.</summary>
        public void Receive(WebSocketConnection connection, byte[] bytes, int offset, int count, long now)
        {
            var wasOpen = connection.IsOpen;
            connection.Receive(bytes, offset, count, now);
            if (connection.IsOpen && !wasOpen)
            {
                AdvancePeriod(now);
                Publish(now);
            }
        }

        /// <summary>
        /// Moves what is to be sent to a client into the host's buffer; false when there is nothing. The host sends it
        /// whole, calls <see cref="WebSocketConnection.Sent"/>, and asks again. A closing connection gives its slot free with its last output.
        /// </summary>
        public bool TakeOutput(WebSocketConnection connection, ByteBuffer target, long now)
        {
            target.Clear();
            if (connection.HasOutput)
                connection.TakeOutput(target, _frame, now);
            if (connection.IsClosing)
                Release(connection);
            return target.Length > 0;
        }

        /// <summary>
        /// Does all that is due: lights, time limits, status. The host calls it when <see cref="NextDue"/> has come and
        /// after every command; then it asks each connection for its output.
        /// </summary>
        public void Tick(long now)
        {
            _board.Tick(now);
            for (var i = 0; i < SlotCount; i++)
                _slots[i]?.CheckDeadline(now);

            var isChangeDue = _board.IsStatusDue && now >= _nextChange;
            if (isChangeDue)
                _nextChange = now + PauseAfterChange;
            if (AdvancePeriod(now) || isChangeDue)
                Publish(now);
        }

        /// <summary>When <see cref="Tick"/> is next needed. Without clients there is no period.</summary>
        public long NextDue()
        {
            var due = _board.IsStatusDue ? Clock.Earlier(_nextChange, _board.NextDue()) : _board.NextDue();
            for (var i = 0; i < SlotCount; i++)
            {
                var connection = _slots[i];
                if (connection == null)
                    continue;
                due = Clock.Earlier(due, connection.ReceiveDeadline);
                if (connection.IsOpen)
                    due = Clock.Earlier(due, _nextPeriodic);
            }

            return due;
        }

        // Events do not restart the period (protocol 3.3).
        private bool AdvancePeriod(long now)
        {
            if (now < _nextPeriodic)
                return false;
            _nextPeriodic += ((now - _nextPeriodic) / _period + 1) * _period;
            return true;
        }

        private void Publish(long now)
        {
            _board.StatusSent();
            if (OpenCount == 0)
                return;

            WriteFrame(now);
            for (var i = 0; i < SlotCount; i++)
            {
                var connection = _slots[i];
                if (connection != null && connection.IsOpen)
                    connection.IsStatusWaiting = true;
            }
        }

        // Every status is longer than 125 and shorter than 65536 bytes: one form of the header serves (RFC 6455, 5.2).
        private void WriteFrame(long now)
        {
            _frame.Clear();
            for (var i = 0; i < HeaderSize; i++)
                _frame.Add(0);
            _status.Write(_board, _frame, now);

            var length = _frame.Length - HeaderSize;
            var bytes = _frame.Bytes;
            bytes[0] = Opcode.Final | Opcode.Text;
            bytes[1] = 126;
            bytes[2] = (byte)(length >> 8);
            bytes[3] = (byte)length;
        }
    }
}
