namespace System.Text
{
    public abstract class Encoding
    {
        public static Encoding UTF8 => throw null!;

        public abstract byte[] GetBytes(string text);

        public abstract string GetString(byte[] bytes, int index, int count);
    }
}
