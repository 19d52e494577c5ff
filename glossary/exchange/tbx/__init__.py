"""Read and write TBX: v3 Core, Min and Basic in DCA or DCT style, and v2 (martif)."""
