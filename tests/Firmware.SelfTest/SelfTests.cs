using System;
using System.Text;
using RailHub.Firmware.Http;
using RailHub.Firmware.Network;
using RailHub.Firmware.Outputs;
using RailHub.Firmware.Status;
using RailHub.Firmware.Text;
using RailHub.Firmware.WebSockets;

namespace RailHub.Firmware.SelfTest
{
    /// <summary>Takes a line of the report.</summary>
    public delegate void LineWriter(string line);

    /// <summary>
    /// What of Core needs neither network nor hardware, checked by itself. One line each, PASS or FAIL, then the sum and the
    /// end marker: a reader that sees no marker knows that the interpreter did not get so far.
    /// </summary>
    public sealed class SelfTests
    {
        public const string EndMarker = "=== END OF SELF-TESTS ===";

        private readonly LineWriter _write;
        private int _passed;
        private int _failed;

        public SelfTests(LineWriter write)
        {
            _write = write;
        }

        private delegate void Test();

        public void Run()
        {
            Try("every percentage comes back unchanged", Percentages);
            Try("a RailHub32 tells its status", Status32);
            Try("a RailHub8266 tells its status", Status8266);
            Try("the opening of RFC 6455, 1.3 is accepted", Opening);
            Try("a request in pieces of one byte is answered", Pieces);
            Try("fields are read as the boards in the field do", Fields);
            Try("a body that is not JSON is 400", BadBody);
            Try("names are cut between characters", Names);
            Try("a lamp blinks, lit first", Blinking);
            Try("a group chases", Chasing);
            Try("settings survive a restart", Restart);
            Try("a torn write leaves the old settings", TornWrite);
            Try("a board without a network opens the portal", Portal);
            Try("five clients hear of a change, a sixth has no place", Clients);
            Try("a ping is answered, a bad frame closes", Frames);
            Try("the status allocates no second buffer", Buffer);

            _write(_passed.ToString() + " passed, " + _failed.ToString() + " failed");
            _write(EndMarker);
        }

        private void Try(string name, Test test)
        {
            try
            {
                test();
                _passed++;
                _write("PASS " + name);
            }
            catch (Exception e)
            {
                // Whatever it is, the other tests are run and the report says it.
                _failed++;
                _write("FAIL " + name + ": " + e.Message);
            }
        }

        private static void Percentages()
        {
            for (var percent = 0; percent <= 100; percent++)
                Expect(Brightness.ToPercent(Brightness.ToRaw(percent)) == percent, percent.ToString());
            Expect(Brightness.ToRaw(75) == 191, "75 is not 191");
        }

        private static void Status32()
        {
            var bench = new Bench(BoardProfile.RailHub32);
            bench.Post("/api/control", "{\"pin\":4,\"active\":true,\"brightness\":75}");
            var status = bench.Status();
            Expect(StartsWith(status, "{\"macAddress\":\"9C:9C:1F:18:9E:BC\",\"name\":\"ESP32-Controller-01\",\"wifiMode\":\"STA\",\"ip\":\"192.168.1.100\",\"ssid\":\"MyWiFi\",\"apClients\":0,\"freeHeap\":1000,\"uptime\":0,\"outputs\":[{\"pin\":2,\"active\":false,\"brightness\":100,\"interval\":0,\"name\":\"\"},{\"pin\":4,\"active\":true,\"brightness\":75,\"interval\":0,\"name\":\"\"}"), status);
        }

        private static void Status8266()
        {
            var bench = new Bench(BoardProfile.RailHub8266);
            bench.Post("/api/chasing/create", "{\"groupId\":1,\"interval\":300,\"outputs\":[4,5,12],\"name\":\"Runway Lights\"}");
            var status = bench.Status();
            Expect(EndsWith(status, "\"chasingGroups\":[{\"id\":1,\"active\":true,\"name\":\"Runway Lights\",\"outputs\":[0,1,2],\"interval\":300,\"currentStep\":0}]}"), status);
        }

        private static void Opening()
        {
            var bench = new Bench(BoardProfile.RailHub32);
            var client = bench.Connect();
            Expect(Contains(client, "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo="), client);
        }

        private static void Pieces()
        {
            var bench = new Bench(BoardProfile.RailHub32);
            var connection = new HttpConnection(0);
            var request = Encoding.UTF8.GetBytes("POST /api/name HTTP/1.1\r\nContent-Length: 24\r\n\r\n{\"pin\":2,\"name\":\"Depot\"}");
            for (var i = 0; i < request.Length; i++)
                connection.Receive(request, i, 1, 0);
            connection.Answer(bench.Router, 0);
            Expect(TextOf(bench.Board.Outputs[0].Name) == "Depot", "the name is not there");
        }

        private static void Fields()
        {
            var bench = new Bench(BoardProfile.RailHub32);
            bench.Post("/api/control", "{pin:'4',active:'false',brightness:75.0,x:[1]} rest");
            var output = bench.Board.Outputs[1];
            Expect(output.Active && output.Percent == 100, "text is true, a fraction is 100");
            bench.Post("/api/interval", "{\"pin\":4,\"interval\":-1}");
            Expect(output.Interval == 0, "out of range is 0");
        }

        private static void BadBody()
        {
            var bench = new Bench(BoardProfile.RailHub32);
            var answer = bench.Post("/api/control", "{\"pin\":4");
            Expect(Contains(answer, "400") && Contains(answer, "{\"error\":\"Invalid JSON\"}"), answer);
        }

        private static void Names()
        {
            var name = NameText.Clean(Encoding.UTF8.GetBytes(" Einfahrsignal Nord\u00DC1"), NameText.Limit, true);
            Expect(name.Length == 20 && name[18] == 0xC3, "20 bytes with the whole letter");
            Expect(NameText.Clean(Encoding.UTF8.GetBytes("1234567890123456789\u00DC"), NameText.Limit, true).Length == 19, "not half a letter");
        }

        private static void Blinking()
        {
            var bench = new Bench(BoardProfile.RailHub32);
            bench.Board.Control(4, true, 100, 0);
            bench.Board.SetInterval(4, 300, 0);
            for (var now = 0; now < 3000; now += 50)
            {
                bench.Board.Tick(now);
                Expect(bench.LevelAt(1) == (now / 300 % 2 == 0 ? 255 : 0), "at " + now.ToString());
            }
        }

        private static void Chasing()
        {
            var bench = new Bench(BoardProfile.RailHub32.WithGroups());
            bench.Board.CreateGroup(1, 100, new[] { 3, 1, 2 }, null, 0);
            for (var now = 0; now < 1000; now += 50)
            {
                bench.Board.Tick(now);
                var step = now / 100 % 3;
                Expect(bench.LevelAt(step == 0 ? 3 : step) == 255, "at " + now.ToString());
            }
        }

        private static void Restart()
        {
            var bench = new Bench(BoardProfile.RailHub8266);
            bench.Post("/api/control", "{\"pin\":13,\"active\":true,\"brightness\":33}");
            bench.Post("/api/name", "{\"pin\":13,\"name\":\"Shed\"}");
            bench.Board.SaveNow(0);
            var restarted = new Bench(BoardProfile.RailHub8266, bench.Medium);
            Expect(restarted.Status() == bench.Status() && restarted.LevelAt(3) == 84, restarted.Status());
        }

        private static void TornWrite()
        {
            var bench = new Bench(BoardProfile.RailHub32);
            bench.Post("/api/control", "{\"pin\":4,\"active\":true,\"brightness\":100}");
            bench.Medium.TearNextWrite();
            bench.Board.Control(4, false, 100, 10000);
            Expect(new Bench(BoardProfile.RailHub32, bench.Medium).LevelAt(1) == 255, "the lamp is dark");
        }

        private static void Portal()
        {
            var wifi = new WifiCycle(WifiMode.Station, false, 0);
            Expect(wifi.TakeTask(0) == WifiTask.RestartAsPortal, "no portal");
        }

        private static void Clients()
        {
            var bench = new Bench(BoardProfile.RailHub32);
            for (var i = 0; i < StatusFeed.SlotCount; i++)
                bench.Connect();
            Expect(bench.Feed.Accept(0) == null, "a sixth place");
            Expect(bench.Feed.OpenCount == StatusFeed.SlotCount, bench.Feed.OpenCount.ToString());
        }

        private static void Frames()
        {
            var reader = new FrameReader();
            var ping = new byte[] { 0x89, 0x82, 1, 2, 3, 4, (byte)('h' ^ 1), (byte)('i' ^ 2) };
            reader.Read(ping, 0, ping.Length);
            Expect(reader.IsComplete && reader.PayloadLength == 2 && reader.Payload[0] == 'h' && reader.Payload[1] == 'i', "the ping");
            var bad = new FrameReader();
            bad.Read(new byte[] { 0x83, 0x80 }, 0, 2);
            Expect(bad.Error == 1002, bad.Error.ToString());
        }

        private static void Buffer()
        {
            var bench = new Bench(BoardProfile.RailHub32);
            var buffer = new ByteBuffer(16);
            var document = new SeedStatusDocument();
            document.Write(bench.Board, buffer, 0);
            var first = buffer.Bytes;
            for (var i = 0; i < 100; i++)
            {
                buffer.Clear();
                document.Write(bench.Board, buffer, i);
            }

            Expect(first == buffer.Bytes, "the buffer was replaced");
        }

        private static void Expect(bool isTrue, string otherwise)
        {
            if (!isTrue)
                throw new InvalidOperationException(otherwise);
        }

        private static string TextOf(byte[] utf8) => Encoding.UTF8.GetString(utf8, 0, utf8.Length);

        private static bool Contains(string text, string part)
        {
            for (var i = 0; i + part.Length <= text.Length; i++)
            {
                if (text.Substring(i, part.Length) == part)
                    return true;
            }

            return false;
        }

        private static bool StartsWith(string text, string beginning) =>
            text.Length >= beginning.Length && text.Substring(0, beginning.Length) == beginning;

        private static bool EndsWith(string text, string end) =>
            text.Length >= end.Length && text.Substring(text.Length - end.Length, end.Length) == end;
    }
}
