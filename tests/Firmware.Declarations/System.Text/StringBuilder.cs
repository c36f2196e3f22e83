namespace System.Text
{
    public sealed class StringBuilder
    {
        public StringBuilder() => throw null!;

        public StringBuilder Append(char value) => throw null!;

        public StringBuilder Append(string? value) => throw null!;

        public StringBuilder AppendLine(string? value) => throw null!;

        public override string ToString() => throw null!;
    }
}
