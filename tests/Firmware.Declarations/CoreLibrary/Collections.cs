namespace System
{
    public abstract class Array : Collections.IEnumerable
    {
        public int Length => throw null!;

        public static void Clear(Array array, int index, int length) => throw null!;

        public static void Copy(Array source, int sourceIndex, Array destination, int destinationIndex, int length) => throw null!;

        public Collections.IEnumerator GetEnumerator() => throw null!;
    }
}

namespace System.Collections
{
    public interface IEnumerable
    {
        IEnumerator GetEnumerator();
    }

    public interface IEnumerator
    {
        object Current { get; }

        bool MoveNext();

        void Reset();
    }

    public class ArrayList : IEnumerable
    {
        public virtual int Count => throw null!;

        public virtual object this[int index]
        {
            get => throw null!;
            set => throw null!;
        }

        public virtual int Add(object value) => throw null!;

        public virtual void Clear() => throw null!;

        public virtual void RemoveAt(int index) => throw null!;

        public virtual IEnumerator GetEnumerator() => throw null!;
    }
}
