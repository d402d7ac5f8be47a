/* Batteries of TestU01 (L'Ecuyer and Simard 2007) on 32-bit words from standard input.
   cc -O2 benchmarks/testu01.c -o build/testu01 -ltestu01 -lm
   python -m benchmarks.words --order days | build/testu01 small|crush|big|rabbit|alphabit */
#include <stdio.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <testu01/unif01.h>
#include <testu01/bbattery.h>
#include <testu01/swrite.h>

static uint32_t words[1 << 16];
static size_t at = 1 << 16;

static unsigned int next(void) {
  if (at == 1 << 16) {
    if (fread(words, 4, 1 << 16, stdin) != 1 << 16) { fprintf(stderr, "no more words\n"); exit(1); }
    at = 0;
  }
  return words[at++];
}

int main(int argc, char **argv) {
  const char *which = argc > 1 ? argv[1] : "small";
  unif01_Gen *g = unif01_CreateExternGenBits("words", next);
  swrite_Basic = FALSE;
  if (!strcmp(which, "small")) bbattery_SmallCrush(g);
  else if (!strcmp(which, "crush")) bbattery_Crush(g);
  else if (!strcmp(which, "big")) bbattery_BigCrush(g);
  else if (!strcmp(which, "rabbit")) bbattery_Rabbit(g, 134217728.0);
  else if (!strcmp(which, "alphabit")) bbattery_Alphabit(g, 2147483648.0, 0, 32);
  else { fprintf(stderr, "small, crush, big, rabbit or alphabit\n"); return 2; }
  return 0;
}
