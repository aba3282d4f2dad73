// Debian's libxml2 headers pull in ICU, whose types clash with the ones Foundation brings.
// Nothing here uses libxml2's ICU conversion, so the switch is taken off before the rest is read.
#include <libxml/xmlversion.h>
#undef LIBXML_ICU_ENABLED
#include <libxml/SAX2.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/xmlerror.h>
