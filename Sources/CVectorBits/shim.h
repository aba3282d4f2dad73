#pragma once
#include <stdint.h>

// One instruction that Swift has no word for: the top bits of sixteen bytes side by side.

typedef uint8_t vector_bytes __attribute__((ext_vector_type(16)));

/// Bit `i` is the top bit of byte `i`.
static inline __attribute__((always_inline)) uint64_t vector_top_bits(vector_bytes bytes) {
#if defined(__SSE2__)
  typedef char signed_bytes __attribute__((vector_size(16)));
  return (uint32_t)__builtin_ia32_pmovmskb128((signed_bytes)bytes);
#else
  // The product gathers the top bits of eight bytes in its top byte.
  typedef uint64_t words __attribute__((ext_vector_type(2)));
  words tops = ((words)bytes >> 7) & 0x0101010101010101ULL;
  words gathered = (tops * 0x0102040810204080ULL) >> 56;
  return gathered[0] | gathered[1] << 8;
#endif
}
