#pragma once

// Swift's own module of the C library leaves out the header that sets the heap.
#if defined(__linux__)
#include <malloc.h>
#endif
