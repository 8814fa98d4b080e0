"""What is searched: passages, a dense index (FAISS), a lexical one (BM25), and the snapshot that holds both on disk."""
