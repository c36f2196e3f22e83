using System;
using System.Text;

// The name of each class begins with the rule that it breaks.
namespace RailHub.Firmware.Offenders
{
    public enum Colour
    {
        Red,
        Green,
    }

    public interface ILamp
    {
        int Level();
    }

    public class GenericsPair<T>
    {
        public T? First { get; set; }
    }

    public class GenericsUse
    {
        public GenericsPair<string>? Pair { get; set; }

        public static T Same<T>(T value) => value;

        public static string Call() => Same("a");
    }

    public class ArraysOfSeveralDimensions
    {
        public int[,]? Grid { get; set; }

        public static void Fill() => new ArraysOfSeveralDimensions().Grid = new int[2, 3];
    }

    public interface BodiesInInterfaces
    {
        int Twice(int value) => 2 * value;
    }

    public static class CheckedArithmetic
    {
        public static int Add(int left, int right) => checked(left + right);

        public static byte Narrow(int value) => checked((byte)value);
    }

    public static class StackAllocation
    {
        public static unsafe int Sum()
        {
            var numbers = stackalloc int[4];
            return numbers[0] + numbers[3];
        }
    }

    public static class CharactersOfStrings
    {
        public static bool IsBlank(string text) => text.Length > 0 && text[0] == ' ';
    }

    public static class EnumsAsText
    {
        public static string Name(Colour colour) => colour.ToString();
    }

    public static class EnumsAsTextInFormat
    {
        public static string Name(Colour colour) => string.Format("{0}", colour);
    }

    public static class FractionsAsText
    {
        public static string Text(double value) => value.ToString();

        public static string Fine(double value) => value.ToString("F2");
    }

    public static class PlatformLineEnds
    {
        public static void Add(StringBuilder target) => target.AppendLine("x");
    }

    public class Lamp : ILamp
    {
        public int Level() => 1;
    }

    public class HiddenInterfaceMembers : Lamp
    {
        public new int Level() => 2;
    }

    public static class Source
    {
        public static readonly int[] Numbers = { 1, 2 };
    }

    public static class StaticsOfOtherTypes
    {
        public static readonly int First = Source.Numbers[0];
    }
}
